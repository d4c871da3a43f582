"""Open Packaging Conventions (ECMA-376 part 2): zip archives, parts, relationships, XML; nothing of ours."""
