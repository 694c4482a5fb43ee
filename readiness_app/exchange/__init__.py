"""Other people's formats: text becomes types here and nowhere else."""
