"""What was posted about the 2009 workshop stands in our own words, with its source, and nobody can change it."""

from folkmoot.home.story.plant import plant
from folkmoot.newsroom.models import Outlet, OutsidePost


def test_the_posts_of_2009_are_kept_with_their_source_and_the_re_post_is_one_line(client, village):
    plant()
    plant()
    [post] = OutsidePost.objects.shown().filter(story=True)
    page = client.get(post.get_absolute_url()).content.decode()
    assert "In our own words" in page and "Socialreporter blog" in page and "Also at Communities" in page
    assert not post.may_be_curated_by(village.amina)
    assert not Outlet.objects.due(post.found_at.replace(year=2030)).filter(story=True).exists()
