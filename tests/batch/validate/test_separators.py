"""The search for separators, compared with a search byte by byte."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.validate import separators as module
from exitwise.batch.validate.separators import separators
from support.running.examples import examples


@settings(max_examples=examples(100))
@given(
    st.lists(st.sampled_from((b",", b"\n", b"x", b"\xff", b" " * 9)), max_size=60).map(b"".join),
    st.sampled_from((8, 16, 64)),
)
def test_commas_and_line_feeds_are_found(content: bytes, block: int) -> None:
    """All of them are found, and nothing else, in any size of block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "NEAR", block)
        positions = separators(np.frombuffer(content, np.uint8))

    assert positions.tolist() == [position for position, byte in enumerate(content) if byte in b",\n"]
