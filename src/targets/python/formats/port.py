def _port(text: str, lowest: int, highest: int) -> int:
    if text == '0' and lowest == 0 or re.match(r'[1-9][0-9]{0,4}\Z', text) and int(text) <= highest:
        return int(text)
    is_number = re.match(r'(0|[1-9][0-9]*)\Z', text)
    raise _Fault('', f'choose a port within {lowest}-{highest}') if is_number else _not_digits(text)
