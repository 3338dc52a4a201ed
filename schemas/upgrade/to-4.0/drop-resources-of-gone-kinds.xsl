<?xml version="1.0" encoding="UTF-8"?>
<!-- Resources of Upstart and Nagios, and bundles of rkt, go, and with them what speaks of nothing else. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="templates" as="xs:string*"
      select="/cib/configuration/resources/template[@class = ('upstart', 'nagios')]/@id"/>

  <xsl:variable name="gone" as="element()*">
    <xsl:variable name="primitives" select="/cib/configuration/resources//primitive
        [@class = ('upstart', 'nagios') or @template = $templates]"/>
    <xsl:variable name="bundles" select="/cib/configuration/resources/bundle[rkt]"/>
    <xsl:sequence select="$primitives, $bundles, $bundles/primitive,
        /cib/configuration/resources/template[@id = $templates],
        /cib/configuration/resources//(group | clone | master)
          [every $run in .//primitive satisfies exists($run intersect $primitives)]"/>
  </xsl:variable>

  <xsl:variable name="ids" as="xs:string*" select="$gone/@id"/>

  <xsl:template match="/cib/configuration/resources//*[. intersect $gone]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since nothing can run it any more'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="constraints/*[(@rsc, @with-rsc, @first, @then) = $ids]
      | constraints/*[resource_set]
          [every $set in resource_set satisfies u:is-empty($set)]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since what it is about is gone'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="constraints/*/resource_set[u:is-empty(.)]"/>
  <xsl:template match="resource_set/resource_ref[@id = $ids]"/>

  <xsl:template match="tags/tag/obj_ref[@id = $ids]"/>
  <xsl:template match="tags/tag[every $named in obj_ref satisfies $named/@id = $ids]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since all that it names is gone'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:function name="u:is-empty" as="xs:boolean">
    <xsl:param name="set" as="element(resource_set)"/>
    <xsl:sequence select="exists($set/resource_ref)
        and (every $named in $set/resource_ref satisfies $named/@id = $ids)"/>
  </xsl:function>
</xsl:stylesheet>
