package org.sipasync.functions.nowhere;

/** A function family whose module is never on the server. */
public class Nowhere {}
