"""Photos of a home: kept once, three of an item, gone for good with what they show."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from checklists.domain.errors import TooManyPhotos, UnknownItem
from checklists.models import Assessment, Hazard, Photo
from checklists.services.photos import OfItem, keep_photo, remove_old_photos, remove_photo
from checklists.tasks import remove_old_photos as nightly
from ledger.errors import DifferentContent, IsErased
from tests.checklists.walks import begin, photo_of, sent_walk
from tests.people import make_patient, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def walk() -> Assessment:
    return begin(make_patient())


def picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (20, 10), "grey").save(file, "PNG")
    file.seek(0)
    return file


def there(photo: Photo) -> bool:
    return storages["photos"].exists(photo.file)


def test_a_photo_is_a_jpeg_of_ours_under_a_name_that_tells_nothing(walk: Assessment) -> None:
    photo = photo_of(walk, "E1")
    assert Path(photo.file).suffix == ".jpg"
    assert "E1" not in photo.file
    with storages["photos"].open(photo.file) as file:
        assert Image.open(file).format == "JPEG"


def test_what_is_sent_twice_is_kept_once_and_an_id_is_of_one_item(walk: Assessment) -> None:
    by = sent(walk.patient.user)
    of = OfItem(assessment=walk, code="E1")
    first = keep_photo(patient=walk.patient, of=of, file=picture(), sent=by)
    assert keep_photo(patient=walk.patient, of=of, file=picture(), sent=by) == first
    other = OfItem(assessment=walk, code="G1")
    with pytest.raises(DifferentContent):
        keep_photo(patient=walk.patient, of=other, file=picture(), sent=by)
    assert Photo.objects.count() == 1


def test_an_item_has_three_photos_and_a_walk_asks_no_other_item(walk: Assessment) -> None:
    photos = [photo_of(walk, "E1") for _photo in range(3)]
    with pytest.raises(TooManyPhotos):
        photo_of(walk, "E1")
    with pytest.raises(UnknownItem):
        photo_of(walk, "A1")
    assert {there(photo) for photo in photos} == {True}
    assert photo_of(walk, "G1").item is not None


def test_whoever_signs_has_seen_the_last_photo(walk: Assessment) -> None:
    before = Assessment.objects.get(pk=walk.pk).version
    photo_of(walk, "E1")
    assert Assessment.objects.get(pk=walk.pk).version == before + 1


def test_a_photo_that_is_taken_away_is_gone_and_a_late_phone_is_told_so(walk: Assessment) -> None:
    by = sent(walk.patient.user)
    of = OfItem(assessment=walk, code="E1")
    photo = keep_photo(patient=walk.patient, of=of, file=picture(), sent=by)
    remove_photo(photo=photo, by=walk.patient.user)
    assert not there(photo)
    with pytest.raises(IsErased):
        keep_photo(patient=walk.patient, of=of, file=picture(), sent=by)
    assert not Photo.objects.exists()


def test_a_photo_goes_with_its_walk(walk: Assessment) -> None:
    photo = photo_of(walk, "E1")
    walk.delete()
    assert not there(photo)


def test_a_photo_of_what_was_done_hangs_on_the_hazard() -> None:
    anna = make_patient()
    sent_walk(anna, "E1")
    hazard = Hazard.objects.get()
    photo = keep_photo(patient=anna, of=hazard, file=picture(), sent=sent(anna.user))
    assert (photo.hazard, photo.assessment) == (hazard, None)


def test_photos_are_kept_as_long_as_the_installation_says(
    walk: Assessment, settings: pytest.FixtureRequest
) -> None:
    old, new = photo_of(walk, "E1"), photo_of(walk, "G1")
    Photo.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=31))
    settings.PHOTO_RETENTION_DAYS = 30  # type: ignore[attr-defined]
    assert remove_old_photos(now=timezone.now()) == 1
    nightly()
    assert (there(old), there(new)) == (False, True)
