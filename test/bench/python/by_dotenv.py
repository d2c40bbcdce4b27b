"""The ports as a team reads them with python-dotenv alone, and checks nothing but that they are numbers."""
import os

from dotenv import dotenv_values

FILES = ('.env.defaults', '.env', '.env.local', f'.env.{os.environ["NODE_ENV"]}')

read = {name: text for file in FILES for name, text in dotenv_values(file).items()}
read.update(os.environ)


def port(name: str, default: int) -> int:
    return int(read.get(name) or default)


DEFAULTS
