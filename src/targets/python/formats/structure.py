def _json(is_list: bool, text: str) -> Any:
    import json

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        value = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise _Fault() from None
    _insist(isinstance(value, list if is_list else dict))
    return value
