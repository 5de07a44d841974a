/** LDAP searches over a few shared connections. */
package org.sipasync.functions.ldap;
