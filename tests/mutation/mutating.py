"""Runs mutmut here, and has it change what stands in properties too: `python -m tests.mutation.mutating run ...`."""

import libcst as cst
from mutmut.__main__ import cli
from mutmut.mutation import file_mutation

_arranged = file_mutation.function_trampoline_arrangement
_skipped = file_mutation.MutationVisitor._skip_node_and_children


def _is_property(node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.FunctionDef) or len(node.decorators) != 1:
        return False
    decorator = node.decorators[0].decorator
    return isinstance(decorator, cst.Name) and decorator.value == "property"


def _skip(self, node: cst.CSTNode) -> bool:
    return False if _is_property(node) else _skipped(self, node)


def _arrange(function: cst.FunctionDef, mutants, class_name):
    """A property stays one; its copies, one for each change, are plain functions that it calls."""
    if not _is_property(function):
        return _arranged(function, mutants, class_name)
    made, (switch, *copies), filled, names = _arranged(function.with_changes(decorators=[]), mutants, class_name)
    switch = switch.with_changes(decorators=[*function.decorators, *switch.decorators])
    return made, [switch, *copies], filled, names


file_mutation.MutationVisitor._skip_node_and_children = _skip
file_mutation.function_trampoline_arrangement = _arrange

if __name__ == "__main__":
    cli()
