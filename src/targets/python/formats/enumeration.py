def _choice(choices: Sequence[Any], text: str) -> Any:
    if text in choices:
        return text
    raise _Fault()
