//! Rewrites the links and the references to criteria that were renumbered.

use std::sync::Arc;

use spec_engine::Host;
use spec_engine::comparison::citations::CitationEdit;
use spec_engine::comparison::relink::LinkEdit;
use spec_model::encoding;
use spec_model::files::FileKind;

use crate::error::Error;
use crate::write::spliced;
use crate::write::unfinished::Replacement;

/// The files with the links rewritten.
///
/// # Errors
/// A file that cannot be read, or that is not as it was when it was scanned.
pub(super) fn rewritten(host: &Host, links: &[LinkEdit]) -> Result<Vec<Replacement>, Error> {
    let files = links.chunk_by(|one, other| one.path == other.path).map(|links| {
        let path = &*links[0].path;
        let in_the_way = |reason| Error::Read { path: path.to_path_buf(), reason };
        let before = host.files().read(path, FileKind::Source).map_err(in_the_way)?;
        let (source, _) = encoding::source(path, before.clone());
        let edits = links.iter().map(|link| {
            link.edits(&source).ok_or_else(|| Error::ChangedMeanwhile { path: path.to_path_buf() })
        });
        let mut edits: Vec<_> = edits.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect();
        edits.sort_by_key(|edit| edit.location.span);
        let after = spliced(path, &before, &edits.iter().collect::<Vec<_>>())?;
        Ok(Replacement { path: path.to_path_buf(), before, after })
    });
    files.collect()
}

/// The edits of the references, file by file.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn of_citations(host: &Host, citations: &[CitationEdit]) -> Result<Vec<Replacement>, Error> {
    let mut files = Vec::new();
    let path = |citation: &CitationEdit| Arc::clone(&citation.edit.location.path);
    for citations in citations.chunk_by(|one, other| path(one) == path(other)) {
        let path = path(&citations[0]);
        let in_the_way = |reason| Error::Read { path: path.to_path_buf(), reason };
        let before = host.files().read(&path, FileKind::Edited).map_err(in_the_way)?;
        let edits: Vec<_> = citations.iter().map(|citation| &citation.edit).collect();
        let after = spliced(&path, &before, &edits)?;
        files.push(Replacement { path: path.to_path_buf(), before, after });
    }
    Ok(files)
}
