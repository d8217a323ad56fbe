"""An S3 server on this machine (moto's own), with one bucket."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "larkspur-uploads"


@contextmanager
def bucket_server() -> Iterator[dict[str, str]]:
    """The environment with which processes use it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        # What one server of this process held, the next one would hold too.
        urllib.request.urlopen(f"http://{host}:{port}/moto-api/reset", data=b"").close()
        environment = {
            "UPLOADS_BUCKET": BUCKET,
            "UPLOADS_ENDPOINT": f"http://{host}:{port}",
            "UPLOADS_REGION": "us-east-1",
            "UPLOADS_KEY_ID": "key-of-a-test",
            "UPLOADS_SECRET_KEY": "secret-of-a-test",
        }
        boto3.client(
            "s3",
            endpoint_url=environment["UPLOADS_ENDPOINT"],
            region_name="us-east-1",
            aws_access_key_id="key-of-a-test",
            aws_secret_access_key="secret-of-a-test",
        ).create_bucket(Bucket=BUCKET)
        yield environment
    finally:
        server.stop()
