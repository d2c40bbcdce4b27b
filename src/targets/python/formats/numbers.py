def _number_choice(text: str, *choices: Any) -> Any:
    try:
        return choices[choices.index(_number(text))]
    except (_Fault, ValueError):
        raise _Fault() from None
