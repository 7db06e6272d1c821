"""Where files lie: static ones under hashed names, ours joined and small; photos where nobody else looks."""

from collections.abc import Iterator

from django.conf import settings
from django.core.files.storage import FileSystemStorage
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


class PhotoFiles(FileSystemStorage):
    """Photos in PHOTOS_DIR, for the user that we run as, and without an address of their own."""

    base_url = None  # type: ignore[assignment]  # none: `url` then refuses

    def __init__(
        self,
        *,
        location: str | None = None,
        file_permissions_mode: int = 0o600,
        directory_permissions_mode: int = 0o700,
    ) -> None:
        super().__init__(
            location=location or settings.PHOTOS_DIR,
            file_permissions_mode=file_permissions_mode,
            directory_permissions_mode=directory_permissions_mode,
        )
