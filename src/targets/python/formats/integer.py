def _integer(text: str, title: str, signed: bool) -> int:
    sign = 1 if signed and text.startswith('-') else 0
    if not re.match(r'(0|[1-9][0-9]*)\Z', text[sign:]) or text == '-0':
        raise _not_digits(text, sign)
    if len(text) > 17 or abs(int(text)) >= 1 << 53:
        raise _Fault(f'{title} that JavaScript holds exactly', 'write a number up to 2^53 - 1')
    return int(text)
