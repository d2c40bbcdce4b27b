def _number_choice(choices: Sequence[Any], text: str) -> Any:
    try:
        return choices[choices.index(_number(text))]
    except (_Fault, ValueError):
        raise _Fault() from None
