"""The ports as a team types them that has no Portolan: pydantic's settings, which read files with python-dotenv."""
import os

from pydantic import conint

try:
    from pydantic_settings import BaseSettings
except ImportError:  # pydantic 1
    from pydantic import BaseSettings

Port = conint(ge=1, le=65535)


class Settings(BaseSettings):
    DEFAULTS


settings = Settings(_env_file=('.env.defaults', '.env', '.env.local', f'.env.{os.environ["NODE_ENV"]}'))
globals().update({name: getattr(settings, name) for name in Settings.__annotations__})
