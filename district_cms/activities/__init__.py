"""Activities, athletics and school news: pages whose posts families can follow."""
