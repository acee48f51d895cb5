//! Descriptions of APIs as files in and an outline out, for every format, broken and hostile ones too.

mod hostile;
mod outline;
mod references;

use bytes::Bytes;
use milepost::docs::api::{Description, Format, SourceFile, describe};
use milepost_model::Diagnostic;
use std::collections::BTreeMap;

/// Describes the first of these files; the others are its neighbours.
fn describe_files(format: Format, files: &[(&str, &str)]) -> Result<Description, Vec<Diagnostic>> {
    let known: BTreeMap<&str, Bytes> = files.iter().map(|(path, text)| (*path, Bytes::copy_from_slice(text.as_bytes()))).collect();
    let sources = [SourceFile { path: files[0].0.to_owned(), content: known[files[0].0].clone() }];
    describe(format, &sources, Some("lumenfreight/x"), &|path| known.get(path).cloned())
}

/// Describes one file that must be readable.
fn description(format: Format, path: &str, text: &str) -> Description {
    describe_files(format, &[(path, text)]).unwrap_or_else(|problems| panic!("{path}: {problems:?}"))
}

/// Every format's example, with the outline of what is read from it.
macro_rules! golden {
    ($($name:ident: $format:ident, $file:literal;)*) => {$(
        #[test]
        fn $name() {
            let text = include_str!(concat!("golden/", $file));
            let found = outline::of(&description(Format::$format, $file, text));
            let expected = include_str!(concat!("golden/", $file, ".outline"));
            assert_eq!(found, expected, "{} reads differently:\n{found}", $file);
        }
    )*};
}

golden! {
    openapi_3_1_reads_as_its_outline: OpenApi, "openapi-3.1.yaml";
    openapi_3_0_in_json_reads_as_its_outline: OpenApi, "openapi-3.0.json";
    swagger_2_reads_as_its_outline: OpenApi, "swagger-2.yaml";
    asyncapi_2_reads_as_its_outline: AsyncApi, "asyncapi-2.yaml";
    asyncapi_3_reads_as_its_outline: AsyncApi, "asyncapi-3.yaml";
    graphql_reads_as_its_outline: GraphQl, "schema.graphql";
    protobuf_reads_as_its_outline: Protobuf, "shop.proto";
}
