"""Models and delegates that show frozen values in Qt's views."""
