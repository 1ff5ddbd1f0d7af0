"""What the pages of programmes show, prepared for their templates."""
