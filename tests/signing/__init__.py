"""Tests of identities and signatures."""
