"""How a convolution is computed fast: strips that fit the cache, four ways to sum them up."""

from app.core.engine.interleaved import Interleaved
from app.core.engine.run import convolve
from app.core.engine.task import Task, surely_finite
from app.core.engine.threads import shutdown_threads

__all__ = ["Interleaved", "Task", "convolve", "shutdown_threads", "surely_finite"]
