"""`pocgate mail`."""

import argparse


def configure(p: argparse.ArgumentParser) -> None: ...
def run(a: argparse.Namespace) -> int:
    return 0
