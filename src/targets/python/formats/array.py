def _array(text: str) -> List[str]:
    return text.split(',')
