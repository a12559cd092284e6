"""`exitwise audit graph`: the rules as a graph."""

from pathlib import Path

import pytest

from support.packs import toy
from support.running.program import SOMETHING, exitwise

SMALL = """\
flowchart LR
  subgraph finding_rule ["finding rules"]
    n0[/"old-is-worn"/]
    n1[/"red-is-loved"/]
  end
  subgraph finding ["findings"]
    n2("worn")
  end
  subgraph argument ["arguments"]
    n3>"sell-worn"]
  end
  n0 ==> n2
  n2 --> n1
  n2 --> n3
"""


def test_default_depth_is_one() -> None:
    """An id without a depth gives its direct neighbours."""
    call = ("audit", "graph", "worn", "--pack", toy.BICYCLE, "--format", "mermaid")

    exitwise(*call).expects(out=SMALL)
    exitwise(*call, "--depth", "1").expects(out=SMALL)
    exitwise(*call, "--depth", "0").expects(
        out='flowchart LR\n  subgraph finding ["findings"]\n    n0("worn")\n  end\n'
    )


def test_whole_graph_in_dot() -> None:
    """DOT is the default, and the output is the same in every run."""
    first, second = (
        exitwise("audit", "graph", "--pack", toy.BICYCLE).expects(out=SOMETHING).out for _ in range(2)
    )

    assert first == second
    assert first.startswith('digraph "bicycle" {\n')
    assert first.count(" -> ") == 24


def test_json_has_nodes_and_edges() -> None:
    """An edge runs from its subject to its object."""
    ended = exitwise("audit", "graph", "loved", "--pack", toy.BICYCLE, "--format", "json").expects(
        out=SOMETHING
    )

    assert ended.json() == {
        "nodes": [
            {"id": "finding-rule:red-is-loved", "kind": "finding-rule", "label": "red-is-loved"},
            {"id": "finding:loved", "kind": "finding", "label": "loved"},
            {"id": "argument:sell-worn", "kind": "argument", "label": "sell-worn"},
        ],
        "edges": [
            {"from": "finding-rule:red-is-loved", "to": "finding:loved", "kind": "concludes"},
            {"from": "argument:sell-worn", "to": "finding:loved", "kind": "looks-at"},
        ],
    }


CALLS = [
    (("worm",), ("unknown rule, finding, fact or outcome `worm`", "did you mean `worn`?")),
    (("manual.1",), ("`manual.1`", "help: ")),
    (("--depth", "2"), ("`--depth` needs an ID",)),
    (("worn", "--depth", "-1"), ("-1",)),
    (("worn", "--format", "svg"), ("'svg'",)),
]


@pytest.mark.parametrize(("arguments", "err"), CALLS)
def test_invalid_call_exits_with_2(arguments: tuple[str, ...], err: tuple[str, ...]) -> None:
    """The message names the mistake."""
    exitwise("audit", "graph", *arguments, "--pack", toy.BICYCLE).expects(2, err=err)


def test_invalid_pack_exits_with_4(tmp_path: Path) -> None:
    """The defects are reported."""
    exitwise("audit", "graph", "--pack", tmp_path).expects(4, err=("facts.yaml",))
