def _port_or_pipe(text: str, lowest: int, highest: int) -> Union[int, str]:
    return text if '\\\\.\\pipe\\' in text else _port(text, lowest, highest)
