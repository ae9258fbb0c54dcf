//! Pages as one HTML file that needs nothing but a browser: each page an SVG, one sheet of paper each when printed.

use super::Report;
use super::canvas::{Anchor, Canvas, Ink, PAGE, Shape, Style, Weight};
use crate::domain::person::Language;
use std::fmt::Write;

/// Fonts that machines have, those with Chinese characters first.
const FONTS: &str = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',\
    'WenQuanYi Micro Hei',sans-serif";

/// Writes pages as HTML.
pub fn html(report: &Report<'_>, pages: &[Canvas]) -> String {
    let language = match report.language {
        Language::En => "en",
        Language::Zh => "zh-CN",
    };
    let title = escaped(&report.title());
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n\
         @page {{ size: A4; margin: 0 }}\n\
         body {{ margin: 0; background: #dfe4ea; font-family: {FONTS} }}\n\
         svg {{ display: block; width: min(100%, 210mm); height: auto; margin: 5mm auto; background: #fff; \
         box-shadow: 0 1px 4px #0003 }}\n\
         @media print {{ body {{ background: #fff }} svg {{ width: 210mm; margin: 0; box-shadow: none; \
         break-after: page }} svg:last-child {{ break-after: auto }} }}\n</style>\n</head>\n<body>\n"
    );
    for (number, page) in (1..).zip(pages) {
        let label = format!("{title} · {number}/{}", pages.len());
        svg(page, &label, &mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Writes one page as a drawing of its own.
pub fn page_svg(page: &Canvas) -> String {
    let mut out = String::new();
    svg(page, "", &mut out);
    out
}

fn svg(page: &Canvas, label: &str, out: &mut String) {
    let (width, height) = PAGE;
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\" font-family=\"{FONTS}\">"
    );
    for shape in &page.shapes {
        element(shape, out);
    }
    out.push_str("</svg>\n");
}

fn element(shape: &Shape, out: &mut String) {
    let _ = match shape {
        Shape::Rect {
            x,
            y,
            width,
            height,
            radius,
            ink,
        } => writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius:.1}\" fill=\"{}\"/>",
            colour(*ink)
        ),
        Shape::Line { points, width, ink } => writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width:.2}\" stroke-linejoin=\"round\"/>",
            places(points),
            colour(*ink)
        ),
        Shape::Area { points, ink } => {
            let ink = colour(*ink);
            writeln!(
                out,
                "<polygon points=\"{}\" fill=\"{ink}\"/>",
                places(points)
            )
        }
        Shape::Text { x, y, text, style } => writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" {}>{}</text>",
            attributes(*style),
            escaped(text)
        ),
    };
}

fn attributes(style: Style) -> String {
    let weight = match style.weight {
        Weight::Regular => "",
        Weight::Bold => " font-weight=\"700\"",
    };
    let anchor = match style.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let ink = colour(style.ink);
    format!(
        "font-size=\"{:.1}\" fill=\"{ink}\"{weight}{anchor}",
        style.size
    )
}

fn places(points: &[(f64, f64)]) -> String {
    let places = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}"));
    places.collect::<Vec<_>>().join(" ")
}

fn colour(Ink(red, green, blue): Ink) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // What no XML may have, and nobody can read.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
