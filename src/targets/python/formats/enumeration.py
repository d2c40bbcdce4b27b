def _choice(text: str, *choices: Any) -> Any:
    if text in choices:
        return text
    raise _Fault()
