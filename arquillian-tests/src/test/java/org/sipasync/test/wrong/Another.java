package org.sipasync.test.wrong;

import javax.servlet.sip.annotation.SipServlet;

/** A second servlet, and nothing says which gets a request. */
@SipServlet(name = "another")
public class Another {}
