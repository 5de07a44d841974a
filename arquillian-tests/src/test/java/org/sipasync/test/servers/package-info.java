/** A SIP application that asks LDAP, RADIUS, Redis and PostgreSQL. */
@SipApplication(name = "servers", mainServlet = "servers")
package org.sipasync.test.servers;

import javax.servlet.sip.annotation.SipApplication;
