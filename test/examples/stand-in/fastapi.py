"""As much of FastAPI as examples/python/fastapi_app.py uses, so that it is tested where FastAPI is not installed."""


class HTTPException(Exception):
    def __init__(self, status_code: int, detail: str):
        super().__init__(detail)
        self.status_code = status_code


def Body(embed: bool = False) -> None:
    """Marks a parameter as coming from the request's body."""


class FastAPI:
    def __init__(self, lifespan):
        self.lifespan = lifespan
        self.routes = {}

    def post(self, path: str, status_code: int):
        return lambda handler: self.routes.setdefault(path, (handler, status_code))[0]
