"""Shared by all tests: windows open on no screen unless a platform is named."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
