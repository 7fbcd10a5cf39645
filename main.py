"""Convoscope: `python main.py --help` says what it can be asked."""

import sys

from app.start import main

sys.exit(main())
