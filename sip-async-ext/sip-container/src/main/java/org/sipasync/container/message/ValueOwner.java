package org.sipasync.container.message;

/** Message that an address, URI or parameterable is part of. */
interface ValueOwner {
  /** Part of a value that is about to change. */
  enum Part {
    DISPLAY_NAME,
    /** The whole URI, its scheme, host, port or headers. */
    URI,
    /** User or password of a URI. */
    USER,
    URI_PARAMETER,
    /** Parameter of the header. */
    PARAMETER,
    /** Value of a parameterable. */
    VALUE
  }

  /** Owner of a value that is part of no message. */
  ValueOwner NONE =
      new ValueOwner() {
        @Override
        public void check(Part part, String name) {}

        @Override
        public void changed() {}
      };

  /**
   * Refuses a change before it is made.
   *
   * @param name of the parameter; null for other parts
   * @throws IllegalStateException if the message does not allow it
   */
  void check(Part part, String name);

  /** Applies a change to the message. */
  void changed();
}
