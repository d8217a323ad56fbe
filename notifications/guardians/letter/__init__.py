"""The one letter that invites a listed guardian to the digests of the children's classes."""
