//! Compiles the screens to Rust.

fn main() {
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent-dark".into())
        // Tests find an element by its accessible label only when this is compiled in.
        .with_debug_info(true);
    if let Err(error) = slint_build::compile_with_config("app.slint", config) {
        panic!("the screens do not compile: {error}");
    }
}
