def _json(is_list: bool, text: str) -> Any:
    import json
    infinity = float('inf')

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    def whole(digits: str) -> Union[int, float]:  # as JavaScript reads it
        number = float(digits)
        return number if abs(number) == infinity else int(number)

    def is_read_alike(value: Any, depth: int = 0) -> bool:
        if isinstance(value, float):
            return abs(value) != infinity
        if not isinstance(value, (dict, list)):
            return True
        if depth >= 100 or isinstance(value, dict) and '__proto__' in value:
            return False
        return all(is_read_alike(inner, depth + 1) for inner in (value.values() if isinstance(value, dict) else value))

    help = 'leave out the key __proto__, numbers beyond 1.8e308, and what lies more than 100 levels deep'
    try:
        value = json.loads(text, parse_constant=refuse, parse_int=whole)
    except ValueError:
        raise _Fault() from None
    except RecursionError:
        raise _Fault('', help) from None
    _insist(isinstance(value, list if is_list else dict))
    _insist(is_read_alike(value), '', help)
    return value
