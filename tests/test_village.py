"""The sample town can be planted, and planting it twice changes nothing."""

from folkmoot.directory.models import Activity
from folkmoot.home.seed import plant


def test_planting_twice_changes_nothing(village):
    before = Activity.objects.count()
    plant()
    assert Activity.objects.count() == before > 0
