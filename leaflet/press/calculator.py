"""Little programs of PDF (type 4, ISO 32000-1:2008, 7.10.5), as which many tints are written.

A program is read once into steps, and run on a stack of numbers for each colour.
"""

import math
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

Stack: TypeAlias = list[float]
Step: TypeAlias = Callable[[Stack], None]

MOST_STEPS = 10_000
"""Steps of a program; a real one has some dozens."""

_TOKEN = re.compile(r"%[^\r\n]*|[{}]|[^\s{}%]+")


class CalculatorError(Exception):
    """A program that cannot be read, or asks for numbers that there are not."""


def read_program(text: str) -> Callable[[Sequence[float]], list[float]]:
    """Return a program as a function of its operands.

    >>> read_program("{ dup 0.5 mul exch 1 exch sub }")([0.2])
    [0.1, 0.8]

    Raises:
        CalculatorError: it cannot be read.
    """
    words = [one for one in _TOKEN.findall(text) if not one.startswith("%")]
    if len(words) > MOST_STEPS:
        msg = "a program of that length"
        raise CalculatorError(msg)
    waiting = iter(words)
    if next(waiting, "") != "{":
        msg = "a program without a brace"
        raise CalculatorError(msg)
    steps = _steps(waiting)

    def run(operands: Sequence[float]) -> list[float]:
        stack = list(operands)
        try:
            for step in steps:
                step(stack)
        except (IndexError, ZeroDivisionError, ValueError, OverflowError) as error:
            msg = "a program that asks for numbers that there are not"
            raise CalculatorError(msg) from error
        return stack

    return run


def _steps(waiting: Iterator[str]) -> list[Step]:
    steps: list[Step] = []
    blocks: list[list[Step]] = []
    for word in waiting:
        if word == "}":
            return steps
        if word == "{":
            blocks.append(_steps(waiting))
        elif word == "if" and blocks:
            steps.append(_either(blocks.pop(), []))
        elif word == "ifelse" and len(blocks) > 1:
            other = blocks.pop()
            steps.append(_either(blocks.pop(), other))
        else:
            steps.append(_step(word))
    msg = "a program without an end"
    raise CalculatorError(msg)


def _either(one: list[Step], other: list[Step]) -> Step:
    def choose(stack: Stack) -> None:
        for step in one if stack.pop() else other:
            step(stack)

    return choose


def _step(word: str) -> Step:
    if word in _ONE:
        return _with_one(_ONE[word])
    if word in _TWO:
        return _with_two(_TWO[word])
    if word in _STACK:
        return _STACK[word]
    try:
        number = float(word)
    except ValueError:
        msg = f"the step {word}"
        raise CalculatorError(msg) from None
    return lambda stack: stack.append(number)


def _with_one(do: Callable[[float], float]) -> Step:
    return lambda stack: stack.append(do(stack.pop()))


def _with_two(do: Callable[[float, float], float]) -> Step:
    def work(stack: Stack) -> None:
        second, first = stack.pop(), stack.pop()
        stack.append(do(first, second))

    return work


def _copy(stack: Stack) -> None:
    many = int(stack.pop())
    if not 0 <= many <= len(stack):
        raise IndexError
    stack.extend(stack[len(stack) - many :])


def _index(stack: Stack) -> None:
    back = int(stack.pop())
    if back < 0:
        raise IndexError
    stack.append(stack[-1 - back])


def _roll(stack: Stack) -> None:
    by, many = int(stack.pop()), int(stack.pop())
    if not 0 <= many <= len(stack):
        raise IndexError
    if many:
        top = stack[-many:]
        by %= many
        stack[-many:] = top[many - by :] + top[: many - by]


def _exchange(stack: Stack) -> None:
    stack[-1], stack[-2] = stack[-2], stack[-1]


_ONE: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "neg": operator.neg,
    "ceiling": math.ceil,
    "floor": math.floor,
    "round": lambda x: math.floor(x + 0.5),
    "truncate": math.trunc,
    "cvi": math.trunc,
    "cvr": float,
    "sqrt": math.sqrt,
    "sin": lambda x: math.sin(math.radians(x)),
    "cos": lambda x: math.cos(math.radians(x)),
    "ln": math.log,
    "log": math.log10,
    "not": lambda x: float(not x),
}
_TWO: dict[str, Callable[[float, float], float]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "idiv": lambda a, b: math.trunc(a / b),
    "mod": math.fmod,
    "exp": operator.pow,
    "atan": lambda a, b: math.degrees(math.atan2(a, b)) % 360,
    "eq": lambda a, b: float(a == b),
    "ne": lambda a, b: float(a != b),
    "gt": lambda a, b: float(a > b),
    "ge": lambda a, b: float(a >= b),
    "lt": lambda a, b: float(a < b),
    "le": lambda a, b: float(a <= b),
    "and": lambda a, b: float(int(a) & int(b)),
    "or": lambda a, b: float(int(a) | int(b)),
    "xor": lambda a, b: float(int(a) ^ int(b)),
}
_STACK: dict[str, Step] = {
    "pop": lambda stack: stack.__delitem__(-1),
    "dup": lambda stack: stack.append(stack[-1]),
    "exch": _exchange,
    "copy": _copy,
    "index": _index,
    "roll": _roll,
    "true": lambda stack: stack.append(1.0),
    "false": lambda stack: stack.append(0.0),
}
