package io.systole.daemons.cib;

/**
 * A configuration with lists by which a user may read all but a secret and the lists themselves.
 */
public final class AclLists {

  private AclLists() {}

  /** The change that makes it: {@code user} may write the pair loc, and may not see the pair pw. */
  public static String of(String user) {
    return """
    <change><modify section='configuration' create='true'><configuration>
      <crm_config><cluster_property_set id='o'><nvpair id='oe' name='enable-acl' value='true'/>
      </cluster_property_set></crm_config>
      <nodes><node id='1' uname='n1'><instance_attributes id='i'>
        <nvpair id='pw' name='pw' value='secret'/><nvpair id='loc' name='loc' value='x'/>
      </instance_attributes></node></nodes>
      <acls><acl_target id='%s'><role id='r'/></acl_target><acl_role id='r'>
        <acl_permission id='p1' kind='read' xpath='/cib'/>
        <acl_permission id='p2' kind='write' reference='loc'/>
        <acl_permission id='p3' kind='deny' reference='pw'/>
        <acl_permission id='p4' kind='deny' object-type='acls'/>
      </acl_role></acls>
    </configuration></modify></change>
    """
        .formatted(user);
  }
}
