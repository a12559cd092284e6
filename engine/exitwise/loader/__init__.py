"""From text to knowledge: YAML read safely, every defect found with its place and reported together."""
