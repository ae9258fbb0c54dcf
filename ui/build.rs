//! Compiles the screens to Rust, with the Chinese words bundled in.

fn main() {
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent-dark".into())
        .with_bundled_translations("lang")
        .with_default_translation_context(slint_build::DefaultTranslationContext::None)
        // Tests find an element by its accessible label only when this is compiled in.
        .with_debug_info(true);
    if let Err(error) = slint_build::compile_with_config("app.slint", config) {
        panic!("the screens do not compile: {error}");
    }
}
