-- One call under way for a picture and a reference: a second tab, or a second server, is stopped by the database.
CREATE UNIQUE INDEX reverification_live_start ON reverification (reference_id, image_sha256) WHERE state IN ('pending', 'sent');
