"""Every drawing of the demo by name, with the words that describe it."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from .arts import draw_color_wheel, draw_music_notes, draw_stage_set
from .earth import (
    draw_globe,
    draw_moon_phases,
    draw_volcano_section,
    draw_water_cycle,
)
from .graphs import (
    draw_bar_chart,
    draw_coordinate_plane,
    draw_parabola,
    draw_weather_chart,
)
from .humanities import draw_book_stack, draw_story_map, draw_timeline
from .life import draw_cell_diagram, draw_plant_growth
from .mathematics import (
    draw_clock_faces,
    draw_fraction_bars,
    draw_number_line,
    draw_shapes_symmetry,
)
from .physical import (
    draw_circuit,
    draw_periodic_tile,
    draw_simple_machines,
)
from .places import draw_garden_plan, draw_river_map


@dataclass(frozen=True, slots=True)
class Scene:
    """One drawing: how to draw it, what it shows for someone who cannot see it, and its title."""

    draw: Callable[[], Image.Image]
    description: str
    title: str


SCENES: dict[str, Scene] = {
    "number-line": Scene(
        draw_number_line,
        "Number line from 0 to 15: a hop of 2 from 8 to 10 and a hop of 3 from 10 to 13.",
        "Adding on a number line",
    ),
    "fraction-bars": Scene(
        draw_fraction_bars,
        "Six equal bars: one whole, then cut into halves, thirds, fourths, sixths and eighths.",
        "Fraction bars",
    ),
    "plant-growth": Scene(
        draw_plant_growth,
        "Five stages of a plant: seed, sprout, seedling, young plant and flower, with roots.",
        "How a plant grows",
    ),
    "water-cycle": Scene(
        draw_water_cycle,
        "Water rises from a lake, forms clouds, rains on mountains and flows back by a river.",
        "The water cycle",
    ),
    "weather-chart": Scene(
        draw_weather_chart,
        "Line chart of one week's highs: 52, 47, 38, 29 and 41 degrees, from sun to snow.",
        "A week of weather",
    ),
    "moon-phases": Scene(
        draw_moon_phases,
        "Earth ringed by the eight phases of the moon, with sunlight coming from one side.",
        "Phases of the moon",
    ),
    "book-stack": Scene(
        draw_book_stack,
        "Five books in a pile, an open book on top, a plant in a pot and a steaming mug beside it.",
        "A stack of books",
    ),
    "story-map": Scene(
        draw_story_map,
        "A mountain with six steps: beginning, problem, events, turning point, after and ending.",
        "The shape of a story",
    ),
    "map-montana-rivers": Scene(
        draw_river_map,
        "A valley river map: three streams join one river that runs past towns to a lake.",
        "A valley river map",
    ),
    "music-notes": Scene(
        draw_music_notes,
        "Notes C D E F G A B C on a staff, and below it whole, half, quarter and eighth notes.",
        "Notes and their lengths",
    ),
    "color-wheel": Scene(
        draw_color_wheel,
        "A wheel of twelve colors, with red, yellow and blue marked 1 and their mixtures marked 2.",
        "The color wheel",
    ),
    "cell-diagram": Scene(
        draw_cell_diagram,
        "A plant cell cut open, with its wall, membrane, nucleus, vacuole and chloroplasts named.",
        "A plant cell",
    ),
    "volcano-section": Scene(
        draw_volcano_section,
        "A volcano cut in half: magma chamber, main and side vents, crater, lava flow, ash cloud.",
        "Inside a volcano",
    ),
    "simple-machines": Scene(
        draw_simple_machines,
        "Six simple machines with force arrows: lever, wheel and axle, pulley, ramp, wedge, screw.",
        "Six simple machines",
    ),
    "timeline": Scene(
        draw_timeline,
        "Timeline from 1770 to 1900 with seven events, from Independence to Montana's statehood.",
        "United States timeline",
    ),
    "coordinate-plane": Scene(
        draw_coordinate_plane,
        "Coordinate plane with points A(3, 2), B(-4, 3), C(-5, -2) and D(3, -3) joined by lines.",
        "Points in four quadrants",
    ),
    "parabola": Scene(
        draw_parabola,
        "Graph of y = x squared minus 4x plus 3: it crosses at 1 and 3 and is lowest at (2, -1).",
        "A parabola and its parts",
    ),
    "bar-chart": Scene(
        draw_bar_chart,
        "Bar chart of how a class comes to school: bus 11, walking 6, car 8, bicycle 3.",
        "How we come to school",
    ),
    "circuit": Scene(
        draw_circuit,
        "Two circuits with a battery, a switch and two lamps: one in series, one in parallel.",
        "Series and parallel circuits",
    ),
    "periodic-tile": Scene(
        draw_periodic_tile,
        "The tile for carbon: atomic number 6, symbol C, name, and atomic mass 12.011.",
        "Reading the periodic table",
    ),
    "globe": Scene(
        draw_globe,
        "A globe on a stand with the equator, both tropics, the prime meridian and the North Pole.",
        "Latitude and longitude",
    ),
    "clock-faces": Scene(
        draw_clock_faces,
        "Three clocks: three o'clock, half past seven, and a quarter past ten.",
        "Telling time",
    ),
    "shapes-symmetry": Scene(
        draw_shapes_symmetry,
        "Six shapes with lines of symmetry: triangle 3, square 4, rectangle 2, heart 1, hexagon 6.",
        "Lines of symmetry",
    ),
    "garden-plan": Scene(
        draw_garden_plan,
        "Plan of a school garden: six planted beds, two paths, a shed, a rain barrel and compost.",
        "Plan of the school garden",
    ),
    "stage-set": Scene(
        draw_stage_set,
        "A stage with curtains and two painted houses, marked upstage, downstage, left and right.",
        "A stage and its parts",
    ),
}


def render(scene: str) -> bytes:
    """The PNG file of one scene, 1200 by 800 pixels; the same bytes every time.

    Raises KeyError when there is no scene of that name.
    """
    file = io.BytesIO()
    SCENES[scene].draw().save(file, format="PNG", compress_level=9)
    return file.getvalue()
