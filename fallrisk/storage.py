"""Static files under hashed names, module imports included, ours joined and small."""

from collections.abc import Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

from fallrisk.static_sources import Sources, prepared

# The file's name, its hashed name, and whether it was processed or why it could not be.
Outcome = tuple[str, str | None, bool | Exception]


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import` statements too, so that a page never mixes two versions of our modules."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Sources, *, dry_run: bool = False) -> Iterator[Outcome]:
        """Hashes and compresses what browsers shall get, which is not what we write."""
        yield from super().post_process(paths if dry_run else prepared(paths), dry_run=dry_run)
