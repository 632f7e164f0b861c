"""M2^{2,+} of the paper's series: see `abesser2017.student`."""

from __future__ import annotations

from lausch.systems.abesser2017 import student

SYSTEM = student(2)
