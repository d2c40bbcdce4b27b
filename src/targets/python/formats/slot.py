def _slot(last: int, text: str) -> int:
    return _port(0, last, text, f'choose one of 0-{last}, or let the schema have more: config slot plan --count N')
