"""How laws are tested: never against the clock, and the same examples on every run of the integration."""

import os
import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "exitwise",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("exitwise")

if (
    signal.getsignal(signal.SIGINT) == signal.SIG_IGN
):  # so it is behind a shell's `&`, for all that is started
    signal.signal(signal.SIGINT, signal.default_int_handler)
